"""A month of threads: scored in shards, on one machine or many, and resumable at any moment."""
