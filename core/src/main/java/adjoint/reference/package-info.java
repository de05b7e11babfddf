/**
 * The scalar reference: plain loops in the order of the formula. It is the oracle that faster backends are held against, and
 * is never optimised.
 *
 * <p>Sums are kept in double and rounded once, so that on real data it is closer to the truth than what it checks. Not
 * exported; it is found as the backend named {@code reference}.
 */
package adjoint.reference;
