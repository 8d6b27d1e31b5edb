using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests;

/// <summary>Puts models together from parts.</summary>
internal static class ModelParts
{
    public static Action<ModelBuilder> And(this Action<ModelBuilder> first, Action<ModelBuilder> second) => model =>
    {
        first(model);
        second(model);
    };
}
