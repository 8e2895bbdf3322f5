window.YTD.tweets.part0 = [
 {"tweet": {"id_str": "1767700000000000003", "id": "1767700000000000003", "created_at": "Tue Mar 12 17:21:09 +0000 2024", "full_text": "@carla_n Arriva domani &amp; si scusa il corriere, che", "lang": "it", "in_reply_to_status_id_str": "1767700000000000001", "in_reply_to_user_id_str": "7702", "in_reply_to_screen_name": "carla_n", "entities": {"user_mentions": [], "urls": []}}},
 {"tweet": {"id_str": "1767700000000000009", "id": "1767700000000000009", "created_at": "Tue Mar 12 17:22:09 +0000 2024", "full_text": "@carla_n 2/2", "lang": "it", "in_reply_to_status_id_str": "1767700000000000003", "in_reply_to_user_id_str": "4101", "entities": {}}},
 {"tweet": {"id_str": "1767700000000000005", "id": "1767700000000000005", "created_at": "Tue Mar 12 08:00:00 +0000 2024", "full_text": "Nuovi orari del punto vendita", "lang": "it", "entities": {}}}
]
