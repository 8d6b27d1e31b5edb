namespace MlOps.Testing;

/// <summary>
/// Long tests that scripts/test-matrix runs with the first version of PostgreSQL alone. They test our processes and numbers, and
/// shorter tests run the same SQL on each version.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OneVersionIsEnoughAttribute : Attribute;
