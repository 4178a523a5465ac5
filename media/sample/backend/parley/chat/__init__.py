"""What people do in Parley."""
