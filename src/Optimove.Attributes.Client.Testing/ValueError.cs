namespace Optimove.Attributes.Client.Testing;

/// <summary>A value of an Update call that was not applied, as its callback would name it.</summary>
/// <param name="Error">One of <c>INVALID_CUSTOMER</c>, <c>INVALID_FIELD</c>, <c>INVALID_VALUE</c>, <c>UPDATE_FIELD_TEMPORARY_UNAVAILABLE</c>.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="RealFieldName">The attribute.</param>
public sealed record ValueError(string Error, string CustomerId, string RealFieldName);
