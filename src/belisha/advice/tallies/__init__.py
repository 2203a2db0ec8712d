"""What people ask, as counts without people: by act and verdict, and where the policy says too little."""
