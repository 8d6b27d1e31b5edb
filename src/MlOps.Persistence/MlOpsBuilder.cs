using Microsoft.Extensions.DependencyInjection;

namespace MlOps.Persistence;

/// <summary>What AddMlOps has added, for what builds on it.</summary>
public sealed class MlOpsBuilder
{
    internal MlOpsBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }
}
