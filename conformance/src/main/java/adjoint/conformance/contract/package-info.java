/**
 * Laws and contracts of backends, as interfaces with jqwik properties. {@link adjoint.conformance.contract.BackendContract} is
 * all of them; a class of three lines in a test folder puts a backend under it:
 *
 * <pre>{@code
 * class MyBackendTest implements BackendContract {
 *     public Backend backend() {
 *         return Backends.named("mine");
 *     }
 * }
 * }</pre>
 *
 * <p>They are in the main jar, not in a test jar, so that this works from any project: it adds {@code net.jqwik:jqwik} for its
 * tests, which here is an optional dependency. A property that fails prints the problem as a {@code ConvCase} word.
 */
package adjoint.conformance.contract;
