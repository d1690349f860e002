package io.zenquery.sync.test.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PumpTest {
    @Test
    void slices_sameSeed_areTheSame() throws InterruptedException {
        assertThat(slices(3, 10)).isEqualTo(slices(3, 10)).isNotEqualTo(slices(4, 10));
    }

    @Test
    void slices_upToABound_areOneToThatMany() throws InterruptedException {
        assertThat(slices(3, 10)).contains(1, 10).allMatch(size -> size >= 1 && size <= 10);
        assertThat(slices(3, 1)).hasSize(1_000).containsOnly(1);
        assertThat(slices(3, 0)).containsExactly(1_000);
    }

    /** The sizes in which a thousand bytes are written. */
    private static List<Integer> slices(long seed, int largest) throws InterruptedException {
        List<Integer> sizes = new ArrayList<>();
        Lane lane = new Lane(Conditions.PERFECT.withSlices(largest));
        Pump pump = new Pump(source(1_000), sink(sizes), lane, new SplittableRandom(seed));
        pump.read();
        assertThat(pump.write()).isEqualTo(Pump.Outcome.ENDED);
        return sizes;
    }

    private static Socket source(int bytes) {
        return new Socket() {
            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(new byte[bytes]);
            }
        };
    }

    private static Socket sink(List<Integer> sizes) {
        return new Socket() {
            @Override
            public OutputStream getOutputStream() {
                return new OutputStream() {
                    @Override
                    public void write(int one) {
                        sizes.add(1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        sizes.add(length);
                    }
                };
            }

            @Override
            public void shutdownOutput() {
                // nothing to end
            }
        };
    }
}
