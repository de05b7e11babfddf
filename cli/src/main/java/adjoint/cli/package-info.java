/** The command line. Start reading at {@link adjoint.cli.Main}; each subcommand is one class. */
package adjoint.cli;
