namespace MlOps.Server.Tests.Observing;

/// <summary>Tests of metrics, which are of the whole process: no other test may have a server meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
