/** What is shown to somebody who waits. */
package adjoint.cli.terminal;
