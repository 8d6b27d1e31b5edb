using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class StagePropertyTests
{
    private const int Versions = 4;

    private static readonly Gen<(int Version, ModelStage To, int Hours)[]> Moves =
        Gen.Zip(Gen.Choose(0, Versions - 1), Gen.Zip(Gen.Elements(Enum.GetValues<ModelStage>()), Gen.Choose(-1, 3)))
            .Select(move => (move.Item1, move.Item2.Item1, move.Item2.Item2)).ArrayOf();

    [Fact]
    public void At_most_one_version_is_in_production_and_the_transitions_replay_the_history() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60), Prop.ForAll(Moves.ToArbitrary(), moves =>
        {
            var versions = Enumerable.Range(0, Versions).Select(n => Sample.TrainedVersion($"{n}")).ToList();
            var replayed = versions.ToDictionary(version => version.Id, _ => ModelStage.None);
            var hours = 0;
            foreach (var (n, to, elapsed) in moves)
            {
                hours += elapsed;
                foreach (var step in Attempt(versions, versions[n], to, Sample.StageChange(hours)))
                {
                    Assert.Equal(replayed[step.ModelVersionId], step.FromStage);
                    replayed[step.ModelVersionId] = step.ToStage;
                }

                Assert.InRange(versions.Count(version => version.Stage == ModelStage.Production), 0, 1);
                Assert.All(versions, version => Assert.Equal(
                    version.Stage == ModelStage.Production ? 1 : 0, version.ServingPeriods.Count(period => period.ServedTo is null)));
                Assert.All(versions, version => Assert.Equal(replayed[version.Id], version.Stage));
                Assert.All(versions, version =>
                    Assert.Equal(version.Stage == ModelStage.Archived, version.Status == VersionStatus.Retired));
            }
        }));

    private static IReadOnlyList<StageTransition> Attempt(
        List<ModelVersion> versions, ModelVersion version, ModelStage to, StageChange change)
    {
        var incumbent = versions.Find(other => other.Stage == ModelStage.Production);
        try
        {
            return to == ModelStage.Production
                ? version.PromoteToProduction(incumbent, change)
                : [version.MoveTo(to, change)];
        }
        catch (IllegalTransitionException)
        {
            return [];
        }
    }
}
