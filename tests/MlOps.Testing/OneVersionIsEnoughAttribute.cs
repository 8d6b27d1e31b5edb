namespace MlOps.Testing;

/// <summary>Long tests of our own processes. scripts/test-matrix runs them with the first version of PostgreSQL alone.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OneVersionIsEnoughAttribute : Attribute;
