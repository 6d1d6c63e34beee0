"""What is printed or prescribed: the contents of documents and records, without their layout."""
