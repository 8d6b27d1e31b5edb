namespace MlOps.Migrator.Demo.World;

/// <summary>What a model learns from: inputs, and what turned out to be true.</summary>
internal sealed record Example(double[] Inputs, bool Outcome);
