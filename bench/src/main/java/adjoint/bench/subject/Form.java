package adjoint.bench.subject;

/**
 * One of the ways in which a subject can be used.
 *
 * @param name a short word, distinct among the subject's forms
 * @param edge order of the images
 */
public record Form(String name, Edge edge) {
}
