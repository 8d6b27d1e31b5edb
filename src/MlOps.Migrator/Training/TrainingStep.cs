using MlOps.Domain.Registry;
using MlOps.Domain.Training;

namespace MlOps.Migrator.Training;

/// <summary>A job after a step of it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Version">The version in training.</param>
/// <param name="IsRepeated">Whether an earlier call has recorded the same step, so that nothing has changed.</param>
internal sealed record TrainingStep(TrainingJob Job, ModelVersion Version, bool IsRepeated);
