/** The files that commands are given: looked at before any work is done, and never seen half written. */
package adjoint.cli.file;
