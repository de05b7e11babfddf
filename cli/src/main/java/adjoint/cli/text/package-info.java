/**
 * The subcommand {@code find-text}: where a photo or scan has lines of text. {@link adjoint.cli.text.TextDetector} runs the network,
 * {@link adjoint.cli.text.Regions} makes areas of its probabilities. Nothing here reads what is written.
 */
package adjoint.cli.text;
