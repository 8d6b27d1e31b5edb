namespace MlOps.Testing;

/// <summary>Tests to which another version of PostgreSQL has nothing new to say. scripts/test-matrix runs them once.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsNoServerAttribute : Attribute;
