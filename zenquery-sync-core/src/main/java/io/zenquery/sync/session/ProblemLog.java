package io.zenquery.sync.session;

/** Takes note of a problem where no listener may be called: it is told on the session's thread, later. */
interface ProblemLog {
    void add(String code, String message);
}
