using MlOps.Domain.Features;
using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Training;

/// <summary>What a version is trained with.</summary>
internal sealed record TrainingPlan(DemoService Service, Model Model, FeatureSchema Schema, string Version)
{
    /// <summary>The inputs that the version does not get, by their place.</summary>
    public IReadOnlyList<int> Omitted { get; init; } = [];

    /// <summary>
    /// How many cases it learns from, and is measured with. If it is null, most are for learning and the rest for measuring.
    /// </summary>
    public int? ExampleCount { get; init; }

    public IEnumerable<string> NamesOmitted => Omitted.Select(input => Service.Numbers[input].Name);
}
