package io.zenquery.sync.test.pages;

import io.zenquery.sync.spring.SyncTemplate;
import org.springframework.beans.factory.annotation.Qualifier;

/** A client of two servers. No component: only one test has both. */
class Shop {
    final SyncTemplate board;
    final SyncTemplate orders;

    Shop(SyncTemplate board, @Qualifier("orders") SyncTemplate orders) {
        this.board = board;
        this.orders = orders;
    }
}
