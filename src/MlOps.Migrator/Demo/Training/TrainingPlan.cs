using MlOps.Domain.Features;
using MlOps.Domain.Registry;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Training;

/// <summary>What a version is trained with.</summary>
internal sealed record TrainingPlan(DemoService Service, Model Model, FeatureSchema Schema, string Version)
{
    /// <summary>The inputs that the version does not get.</summary>
    public IReadOnlyList<int> LeftOut { get; init; } = [];

    /// <summary>How many examples it learns from, and is measured with. All of them, and each for one of both, if it is null.</summary>
    public int? ExampleCount { get; init; }

    public IEnumerable<string> NamesLeftOut => LeftOut.Select(input => Service.Numbers[input].Name);
}
