"""What the operator was told and has ordered: trouble they know of, chats they let do nothing."""
