using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests;

/// <summary>Asserts what becomes of a model.</summary>
internal static class ModelAssert
{
    /// <summary>The model does not build, and the error says each of the parts.</summary>
    public static void IsRefused(Action<ModelBuilder> build, params string[] parts)
    {
        using var context = new ShopContext(build);
        var error = Assert.Throws<InvalidOperationException>(() => context.Model);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
