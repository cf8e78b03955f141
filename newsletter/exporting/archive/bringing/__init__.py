"""Each kind of line of an archive on its way into the database; after everything was checked."""
