using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain.Registry;
using MlOps.Persistence.CompiledModel;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>The model that is compiled into the library. scripts/compile-model writes it.</summary>
[NeedsNoServer]
public partial class CompiledModelTests
{
    [Fact]
    public void A_context_uses_the_compiled_model()
    {
        using var context = TestModels.CreateContext();
        Assert.Same(MlOpsDbContextModel.Instance, context.Model);
    }

    [Fact]
    public void It_says_what_the_code_says()
    {
        using var compiled = TestModels.CreateContext();
        using var built = CreateBuilt();
        Assert.NotSame(compiled.Model, built.Model);
        Assert.Equal(Describe(built.Model), Describe(compiled.Model));
    }

    [Fact]
    public void Options_that_may_change_the_model_have_it_built()
    {
        using var withEnum = new MlOpsDbContext(
            new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql(npgsql => npgsql.MapEnum<ModelStage>()).Options);
        using var replaced = CreateBuilt();
        Assert.All([withEnum, replaced], context => Assert.NotSame(MlOpsDbContextModel.Instance, context.Model));
    }

    [Fact]
    public void Migrations_come_from_the_code_and_not_from_the_compiled_model()
    {
        using var context = TestModels.CreateContext();
        Assert.NotEmpty(context.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(type => type.GetCheckConstraints()));
    }

    private static MlOpsDbContext CreateBuilt() => new(
        new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql().ReplaceService<IModelCustomizer, RelationalModelCustomizer>().Options);

    private static string[] Describe(IModel model) => [
        .. AdHocTypes().Replace(
            model.ToDebugString(MetadataDebugStringOptions.LongDefault | MetadataDebugStringOptions.IncludePropertyIndexes), "")
            .Split('\n')
            // Npgsql leaves out of a compiled model what migrations alone need.
            .Where(line => !line.Contains("Npgsql:IndexMethod", StringComparison.Ordinal)),
    ];

    // The rows of raw SQL that other tests asked for.
    [GeneratedRegex("""^  Ad-hoc entity types:.*?(?=^Annotations)""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex AdHocTypes();
}
