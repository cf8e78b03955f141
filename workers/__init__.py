"""RQ's side: one thin function for each JobName."""
