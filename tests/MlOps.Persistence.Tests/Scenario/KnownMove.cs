using MlOps.Domain.Registry;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A move of a version from stage to stage.</summary>
internal sealed record KnownMove(string Version, ModelStage From, ModelStage To, StageChange Change);
