package adjoint.bench.cases;

import adjoint.geometry.Geometry;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CaseFileTest {

    private static final String HEAD = "id,op,n,cin,h,w,cout,k,stride,pad,dil,outpad,groups,name\n";
    private static final String GOOD = "A,conv,1,4,8,8,6,3,1,1,1,0,1,plain\n";

    @Test
    void theLayersOfNetworksAreBuiltIn() throws IOException {
        List<BenchCase> cases = CaseFile.readBuiltIn("networks");
        assertEquals(29, cases.size());
        assertEquals(15, cases.stream().filter(BenchCase::transposed).count());
    }

    @Test
    void reportedShapesHaveOneToThreeAxes() throws IOException {
        assertEquals(List.of(1, 2, 3), CaseFile.readBuiltIn("reported").stream().map(layer -> layer.geometry().rank())
                .distinct().sorted().toList());
    }

    @Test
    void inverseStftHasTheLengthOfItsSignal() throws IOException {
        assertEquals(223 * 256 + 1024, CaseFile.find("S1").outputElements());
    }

    @Test
    void inputAndOutputOfTransposedLayersAreTheOtherWayRound() throws IOException {
        BenchCase layer = CaseFile.find("T10");
        Geometry g = layer.geometry();
        assertEquals(256, g.yChannels());
        assertEquals(64, g.height().yExtent());
        assertEquals(128, g.xChannels());
        assertEquals(128, g.height().xExtent());
        assertEquals(128, layer.outputChannels());
    }

    @ParameterizedTest
    @CsvSource({"T2, 0.06711", "T15, 0.008389", "C1, 0.2360", "C2, 0.2312", "C9, 0.008129", "C13, 0.02890",
        "C14, 3.699"})
    void floatingPointOperationsAreTwoForEachMultiplyAdd(String id, double gflop) throws IOException {
        assertEquals(gflop, CaseFile.find(id).flop() * 1e-9, gflop * 1e-3);
    }

    @Test
    void aLayerCanBeOneWord() throws IOException {
        BenchCase layer = CaseFile.find("deconv:n1_g1_c3_o5_x9x9_k3x3");
        assertTrue(layer.transposed());
        assertEquals(3 * 9 * 9, layer.outputElements());
    }

    @Test
    void columnsMayStandInAnyOrderAndDifferPerAxis() throws IOException {
        BenchCase layer = read("""
                name,w,h,d,op,id,cin,cout,n,groups,k,stride,pad,dil,outpad
                # a comment

                "a name, with a comma",6,5,4,conv,A,2,3,1,1,1x2x3,1,0,1,0\r
                """).getFirst();
        assertEquals("a name, with a comma", layer.name());
        Geometry g = layer.geometry();
        assertEquals(List.of(4, 4, 4), g.axes().stream().map(axis -> axis.yExtent()).toList());
        assertEquals(List.of(4, 5, 6), g.axes().stream().map(axis -> axis.xExtent()).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "B,pool,1,4,8,8,6,3,1,1,1,0,1,x      | op=pool: must be conv or deconv",
        "B,conv,1,4,8,8,6,3,0,1,1,0,1,x      | stride=0: must be at least 1",
        "B,conv,1,4,8,8,6,3,1,1,1,0,3,x      | groups=3: must divide xChannels=4",
        "B,conv,1,4,8,8,6,three,1,1,1,0,1,x  | k=three: must be a whole number",
        "B,conv,1,4,8,8,6,3x3x3,1,1,1,0,1,x  | k=3x3x3: must have 1 value or 2, one for each axis",
        "B,conv,1,4,8,8,6,3,1,1,1,1,1,x      | outpad=1: must be 0 for conv",
        "B,conv,1,4,8,8,6,3,1,1,1,0,,x       | groups: must be given",
        "B,conv,1,4,8,,6,3,1,1,1,0,1,x       | w: must be given",
        "B,conv,1,4,8,8,6,3,1,1,1,0          | groups: must be given",
        "A,conv,1,4,8,8,6,3,1,1,1,0,1,x      | id=A: must be there once",
        "B,conv,1,4,2,2,6,5,1,0,1,0,1,x      | must"})
    void whatIsWrongIsNamedWithItsLine(String line, String message) {
        var e = assertThrows(IllegalArgumentException.class,
                () -> read(HEAD + GOOD + "# comment\n\n" + line + "\n" + HEAD));
        assertTrue(e.getMessage().startsWith("test.csv:5: "), e::getMessage);
        assertTrue(e.getMessage().contains(message), e::getMessage);
    }

    @Test
    void aLineWithTooManyFieldsIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> read(HEAD + GOOD.replace("plain", "plain,more")));
        assertTrue(e.getMessage().startsWith("test.csv:2: "), e::getMessage);
    }

    @Test
    void aFileWithoutCasesIsRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> read(HEAD));
        assertEquals("test.csv: must have at least one case", e.getMessage());
    }

    private static List<BenchCase> read(String text) throws IOException {
        return CaseFile.read("test.csv", new StringReader(text));
    }
}
