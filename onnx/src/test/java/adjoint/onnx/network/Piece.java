package adjoint.onnx.network;

/** A piece of a network. */
@FunctionalInterface
interface Piece {
    /** Adds what it is made of behind an image, and returns the image that comes out. Takes every image of rank 4. */
    String behind(String image, NetworkBuilder net);
}
