window.YTD.direct_messages.part0 = [
 {"dmConversation": {"conversationId": "4101-7702", "messages": [
  {"messageCreate": {"recipientId": "7702", "reactions": [{"senderId": "7702", "reactionKey": "like", "eventId": "5", "createdAt": "2024-03-12T17:22:00.000Z"}], "urls": [], "text": "Arriva domani.", "mediaUrls": [], "senderId": "4101", "id": "82", "createdAt": "2024-03-12T17:21:09.000Z", "editHistory": []}},
  {"messageCreate": {"recipientId": "4101", "reactions": [], "urls": [], "text": "Il pacco &egrave; perso?", "mediaUrls": ["https://ton.twitter.com/dm/81/1.jpg"], "senderId": "7702", "id": "81", "createdAt": "2024-03-12T17:05:40.000Z", "editHistory": []}},
  {"joinConversation": {"initiatingUserId": "7702", "participantsSnapshot": ["4101"], "createdAt": "2024-03-12T17:05:39.000Z"}}]}}
];
