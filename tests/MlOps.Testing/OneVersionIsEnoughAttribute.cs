namespace MlOps.Testing;

/// <summary>
/// Long tests of our own processes and numbers, whose statements shorter tests send to each version too. scripts/test-matrix runs
/// them with the first version of PostgreSQL alone.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OneVersionIsEnoughAttribute : Attribute;
