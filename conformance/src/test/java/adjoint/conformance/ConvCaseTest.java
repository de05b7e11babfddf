package adjoint.conformance;

import adjoint.ConvSpec;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConvCaseTest {

    @ParameterizedTest
    @ValueSource(strings = {"n2_g1_c64_o128_x56x56_k3x3_s2x2_d1x1_p1x1:1x1", "n1_g1_c1_o1_x7_k3_s1_d1_p0:0",
        "n0_g3_c6_o9_x5x6x7_k1x2x3_s1x2x3_d3x2x1_p-1x0x4:0x0x4_breflect_lnhwc_fhwoi-flipped",
        "n1_g1_c1_o1_x9x9_k2x2_s4x1_d1x1_p0x1:-7x1_bcircularxreplicate_fiohw"})
    void canonicalWordsComeBackAsTheyWere(String word) {
        assertEquals(word, ConvCase.parse(word).toString());
    }

    @Property
    void everyProblemComesBackFromItsWord(@ForAll(supplier = Cases.Any.class) ConvCase word) {
        assertEquals(word, ConvCase.parse(word.toString()));
        assertTrue(word.toString().matches("[a-z0-9x:_-]+"), "for shells and for parameters of benchmarks: " + word);
    }

    @Test
    void partsHaveDefaultsAndOneValueServesAllAxes() {
        Problem problem = ConvSpec.of(3, 5, 3, 3).padding(Padding.explicit(1, 1)).fromX(1, 8, 9);
        assertEquals(problem, ConvCase.parse("c3_o5_x8x9_k3_p1").problem());
        assertEquals(problem, ConvCase.parse("p1:1_k3x3_x8x9_o5_c3").problem());
    }

    @Test
    void everyPartIsRead() {
        Problem expected = new Problem(
                new Geometry(2, 3, 6, 9,
                        List.of(new Axis(20, 7, new Window(4, 3, 2), 2, BorderMode.REFLECT),
                                new Axis(11, 11, new Window(1, 1, 1), 0, BorderMode.ZEROS))),
                Layout.NHWC, FilterLayout.HWIO.flip());
        assertEquals(expected,
                ConvCase.parse("n2_g3_c6_o9_x20x11_k4x1_s3x1_d2x1_p2x0:3x0_breflectxzeros_lnhwc_fhwio-flipped")
                        .problem());
    }

    @Test
    void yExtentsTellHi() {
        Axis axis = ConvCase.parse("c1_o1_x20_y4_k3_s2_p1").problem().geometry().width();
        assertEquals(4, axis.yExtent());
        assertEquals(-12, axis.hi());
        assertEquals(28, ConvCase.parse("c1_o1_x56_k3_s2_p1:1_y28").problem().geometry().width().yExtent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c1_o1_x5_k3_q7        | part=q7: must start with one of n g c o x y k s d p b l f
            c1__o1_x5_k3          | part=: must start with one of n g c o x y k s d p b l f
            c1_o1_x5_k3_k3        | k: must be given once
            c1_o1_k3              | x: must be given
            o1_x5_k3              | c: must be given
            c1_x5_k3              | o: must be given
            c1_o1_x5              | k: must be given
            c1x2_o1_x5_k3         | c=1x2: must be one number
            c1_o1_x5y6_k3         | x=5y6: must be whole numbers, joined by x
            c1_o1_x5x_k3          | x=5x: must be whole numbers, joined by x
            c1_o1_x5x5_k3x3x3     | k has 3 values: must be 1 or 2, as x has
            c1_o1_x5_k3_p1:2:3    | p=1:2:3: must be lo or lo:hi
            c1_o1_x5_k3_p1:1_y6   | y=6: p=1:1 yields 5
            c1_o1_x5_k3_bmirror   | b=mirror: must be one of zeros, reflect, replicate, circular
            c1_o1_x5_k3_lchwn     | l=chwn: must be one of nchw, nhwc
            c1_o1_x5_k3_foihwx    | f=oihwx: must be one of oihw, iohw, hwio, hwoi
            c1_o1_x5_k0           | kernel=0: must be at least 1
            g3_c4_o3_x5_k3        | groups=3: must divide xChannels=4
            """)
    void errorsNameTheWordAndThePart(String word, String message) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> ConvCase.parse(word));
        assertEquals("word=" + word + ": " + message, error.getMessage());
    }
}
