/** Results as tables, files and charts. Start reading at {@link adjoint.bench.report.Report}. */
package adjoint.bench.report;
