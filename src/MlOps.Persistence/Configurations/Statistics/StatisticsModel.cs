using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>Statistics as SQL functions, by the definitions of Domain/Statistics. docs/statistics.md describes them.</summary>
internal static class StatisticsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        GammaFunctions.Apply(modelBuilder);
        BetaFunctions.Apply(modelBuilder);
        DistributionFunctions.Apply(modelBuilder);
        KolmogorovFunctions.Apply(modelBuilder);
        SmirnovFunctions.Apply(modelBuilder);
        ShareFunctions.Apply(modelBuilder);
        TestFunctions.Apply(modelBuilder);
        BinFunctions.Apply(modelBuilder);
        MethodFunctions.Apply(modelBuilder);
        SampleFunctions.Apply(modelBuilder);
        SegmentFunctions.Apply(modelBuilder);
        MomentFunctions.Apply(modelBuilder);
        BinCountFunctions.Apply(modelBuilder);
        BinComparison.Apply(modelBuilder);
        OtherComparisons.Apply(modelBuilder);
        HashFunctions.Apply(modelBuilder);
        DriftFunctions.Apply(modelBuilder);
        ProfileFunctions.Apply(modelBuilder);
        PerformanceFunctions.Apply(modelBuilder);
        PairedFunctions.Apply(modelBuilder);
        UnpairedFunctions.Apply(modelBuilder);
        SketchFunctions.Apply(modelBuilder);
        SketchCountFunctions.Apply(modelBuilder);
    }
}
