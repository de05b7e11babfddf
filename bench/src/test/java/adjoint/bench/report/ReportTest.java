package adjoint.bench.report;

import adjoint.bench.run.Results;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReportTest {

    @Test
    void everyFileIsWritten(@TempDir Path folder) throws IOException {
        List<Path> files = Report.write(Example.results(), folder.resolve("new"));
        assertEquals(List.of("bench.json", "bench.csv", "bench.md", "roofline.svg", "bars.svg"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        JsonNode json = new ObjectMapper().readTree(files.getFirst().toFile());
        assertEquals(11, json.get("measurements").size());
        assertEquals(1, json.at("/measurements/0/timing/medianMillis").asDouble());
        assertTrue(Files.readString(files.get(2)).contains("A & B <CPU>"));
    }

    @Test
    void csvHasARowForEachMeasurement() throws IOException {
        List<String> lines = Report.csv(Example.results()).lines().toList();
        assertEquals(12, lines.size());
        assertTrue(lines.getFirst().startsWith("id,layer,subject,form,layout,threads,median_ms,"), lines::getFirst);
        assertTrue(lines.get(1).startsWith("T2,\"DCGAN g3\",simd,nhwc,NHWC,1,1.0000,1.0000,67.109,33.554,10,"),
                lines.get(1));
        assertTrue(lines.getLast().endsWith("\"no such layer\""), lines::getLast);
        assertTrue(lines.getLast().contains("\"a <name>, with | & more\""), lines::getLast);
    }

    @Test
    void chartsAreWellFormedAndHaveAPointForEachFigure() throws Exception {
        Results results = Example.results();
        Document bars = parse(Bars.of(results));
        // Background, four colours in the legend, and the fastest of each colour for each case.
        assertEquals(1 + 4 + 9, bars.getElementsByTagName("rect").getLength());
        Document roofline = parse(Roofline.of(results));
        assertEquals(9, roofline.getElementsByTagName("circle").getLength());
        assertTrue(roofline.getDocumentElement().getTextContent().contains("a <name>, with | & more"));
    }

    @Test
    void digitsAreTheSameForEveryReader() throws IOException {
        Results results = Example.results();
        List<String> usual = texts(results);
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            assertEquals(usual, texts(results));
        } finally {
            Locale.setDefault(locale);
        }
    }

    private static List<String> texts(Results results) throws IOException {
        return List.of(Report.csv(results), Tables.of(results), Roofline.of(results), Bars.of(results));
    }

    @Test
    void chartsOfOneCaseAreWellFormed() throws Exception {
        Results all = Example.results();
        Results one = new Results("abc", all.machine(), 1, all.cases().subList(0, 1), all.measurements().subList(0, 1),
                List.of(), List.of());
        assertEquals(1, parse(Roofline.of(one)).getElementsByTagName("circle").getLength());
        assertEquals(1 + 2 + 1, parse(Bars.of(one)).getElementsByTagName("rect").getLength());
    }

    private static Document parse(String svg) throws Exception {
        Document document = DocumentBuilderFactory.newNSInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertEquals("http://www.w3.org/2000/svg", document.getDocumentElement().getNamespaceURI());
        assertTrue(!svg.contains("NaN") && !svg.contains("Infinity"), svg);
        return document;
    }
}
