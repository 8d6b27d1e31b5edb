using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Training;

/// <summary>The part of the model that holds datasets, training jobs and evaluations.</summary>
internal static class TrainingModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new TrainingDatasetConfiguration());
        modelBuilder.ApplyConfiguration(new TrainingJobConfiguration());
        modelBuilder.ApplyConfiguration(new ModelEvaluationConfiguration());
    }
}
