package adjoint.bench.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the few shapes that the charts need. Lengths are in pixels, from the upper left corner. */
final class Svg {

    /** Where a text stands relative to its point. */
    enum Anchor {
        START, MIDDLE, END
    }

    private final StringWriter out = new StringWriter();
    private final XMLStreamWriter xml;

    Svg(double width, double height, String title) {
        try {
            xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartElement("svg");
            xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
            xml.writeAttribute("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", width, height));
            xml.writeAttribute("font-family", "sans-serif");
            xml.writeAttribute("font-size", "11");
            element("title", title);
            rectangle(0, 0, width, height, "white", "");
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    void rectangle(double x, double y, double width, double height, String fill, String tip) {
        shape("rect", fill, tip, "x", x, "y", y, "width", width, "height", height);
    }

    void circle(double x, double y, double radius, String fill, String tip) {
        shape("circle", fill, tip, "cx", x, "cy", y, "r", radius);
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        try {
            start("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2);
            xml.writeAttribute("stroke", colour);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    void text(double x, double y, Anchor anchor, String text) {
        try {
            start("text", "x", x, "y", y);
            xml.writeAttribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
            xml.writeCharacters(text);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the picture. */
    String end() {
        try {
            xml.writeEndDocument();
            xml.close();
            return out + "\n";
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A filled shape; viewers show the tip under the pointer. */
    private void shape(String name, String fill, String tip, Object... attributes) {
        try {
            start(name, attributes);
            xml.writeAttribute("fill", fill);
            if (!tip.isEmpty()) {
                element("title", tip);
            }
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void start(String name, Object... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        for (int at = 0; at < attributes.length; at += 2) {
            xml.writeAttribute((String) attributes[at], String.format(Locale.ROOT, "%.1f", attributes[at + 1]));
        }
    }
}
