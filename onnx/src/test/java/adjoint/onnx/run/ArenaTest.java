package adjoint.onnx.run;

import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ArenaTest {

    private static final int ITEMS = 1000;

    @Test
    void eachItemIsComputedOnceByWorkersWithBlocksOfTheirOwn() {
        Set<float[]> blocks = ConcurrentHashMap.newKeySet();
        Kernel kernel = Kernel.split(ITEMS, 1 << 10, (frame, from, to) -> {
            blocks.add(frame.block(0));
            for (int item = from; item < to; item++) {
                frame.out().array()[frame.out().offset() + item]++;
            }
        }).withBlocks(1, 1);
        try (Team team = Workers.team(3)) {
            Arena arena = arena(kernel, team);
            for (int run = 1; run <= 50; run++) {
                arena.run();
                Span out = arena.output("y");
                for (int item = 0; item < ITEMS; item++) {
                    assertEquals(run, out.array()[out.offset() + item]);
                }
            }
        }
        assertTrue(blocks.size() <= 3, blocks.size() + " workers");
    }

    @Test
    void littleWorkIsNotShared() {
        Kernel kernel = Kernel.split(ITEMS, 1, (frame, from, to) -> assertEquals(ITEMS, to - from));
        try (Team team = Workers.team(3)) {
            arena(kernel, team).run();
        }
    }

    @Test
    void aStepThatFailsIsNamed() {
        RuntimeException cause = new IndexOutOfBoundsException("7");
        Arena arena = arena(Kernel.whole(frame -> {
            throw cause;
        }), Workers.CALLER);
        StepException thrown = assertThrows(StepException.class, arena::run);
        assertSame(cause, thrown.getCause());
        assertEquals(0, thrown.step());
    }

    private static Arena arena(Kernel kernel, Workers workers) {
        Slot out = Slot.at(16, ITEMS);
        return new Arena(new Program(List.of(new Step(kernel, List.of(), List.of(out))), 16 + ITEMS, Map.of(),
                Map.of("y", out)), workers);
    }
}
