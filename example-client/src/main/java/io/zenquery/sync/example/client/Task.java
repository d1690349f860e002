package io.zenquery.sync.example.client;

/**
 * A task as the board holds it.
 *
 * @param id names it for good
 * @param title what is to be done
 * @param done whether it is
 */
record Task(String id, String title, boolean done) {}
