using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Tests.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Mapping;

[NeedsNoServer]
public class EnumColumnTests
{
    public static TheoryData<string, string> EnumProperties()
    {
        var cases = new TheoryData<string, string>();
        foreach (var property in TestModels.Create().GetEntityTypes().SelectMany(type => type.GetDeclaredProperties()))
        {
            // Flags are a number.
            if (EnumOf(property) is { IsEnum: true } type && !type.IsDefined(typeof(FlagsAttribute), inherit: false))
                cases.Add(property.DeclaringType.Name, property.Name);
        }

        return cases;
    }

    [Theory, MemberData(nameof(EnumProperties))]
    public void An_enumeration_is_text_with_a_check_that_lists_every_member(string entity, string name)
    {
        var type = TestModels.Create().FindEntityType(entity)!;
        var property = type.FindProperty(name)!;
        Assert.Equal("text", property.GetColumnType());

        var check = type.GetCheckConstraints().Single(check => check.Name == $"ck_{type.GetTableName()}_{property.GetColumnName()}");
        var converter = property.GetTypeMapping().Converter!;
        var members = Enum.GetValues(EnumOf(property)).Cast<object>().Select(value => $"'{converter.ConvertToProvider(value)}'");
        Assert.Equal($"{property.GetColumnName()} in ({string.Join(", ", members)})", check.Sql);
    }

    [Fact]
    public void Columns_and_members_are_quoted_where_they_need_to_be()
    {
        using var dataSource = NpgsqlDataSource.Create("Host=nowhere");
        using var context = SlicedAggregateContext.On(dataSource, model =>
        {
            model.Entity<Parcel>().Ignore(parcel => parcel.Label).Property(parcel => parcel.Order)
                .HasConversion(order => $"{order}'s", text => Enum.Parse<ParcelOrder>(text.Replace("'s", "", StringComparison.Ordinal)));
        });
        Assert.Equal("\"order\" in ('First''s')", TestModels.Of(context).FindEntityType(typeof(Parcel))!.GetCheckConstraints().Single()
            .Sql);
    }

    [Fact]
    public void Those_in_documents_are_text_without_a_check()
    {
        using var dataSource = NpgsqlDataSource.Create("Host=nowhere");
        using var context = SlicedAggregateContext.On(dataSource, model => model.Entity<Parcel>().Ignore(parcel => parcel.Order)
            .OwnsOne(parcel => parcel.Label, label => label.ToJson()));
        var label = TestModels.Of(context).FindEntityType(typeof(Parcel))!.FindNavigation(nameof(Parcel.Label))!.TargetEntityType;
        Assert.Empty(label.GetCheckConstraints());
        Assert.Equal("first", label.FindProperty(nameof(ParcelLabel.Order))!.GetTypeMapping()
            .Converter!.ConvertToProvider(ParcelOrder.First));
    }

    [Fact]
    public void There_is_no_postgresql_enum() =>
        Assert.DoesNotContain(TestModels.Create()
            .GetAnnotations(), annotation => annotation.Name.Contains("Enum", StringComparison.Ordinal));

    [Fact]
    public void Members_are_in_snake_case_but_stages_are_as_existing_queries_ask_for_them()
    {
        var model = TestModels.Create();
        Assert.Equal("at_risk", Stored(model, typeof(PolicyPrediction), nameof(PolicyPrediction.ComplianceState), ComplianceState.AtRisk));
        Assert.Equal("Production", Stored(model, typeof(ModelVersion), nameof(ModelVersion.Stage), ModelStage.Production));
        Assert.Equal("training", Stored(model, typeof(ModelVersion), nameof(ModelVersion.Status), VersionStatus.Training));
    }

    private static object? Stored(IModel model, Type entity, string property, object value) =>
        model.FindEntityType(entity)!.FindProperty(property)!.GetTypeMapping().Converter!.ConvertToProvider(value);

    private static Type EnumOf(IReadOnlyProperty property) =>
        Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

    private enum ParcelOrder
    {
        First,
    }

    private sealed class Parcel : Entity
    {
        public ParcelOrder Order { get; private set; }

        public ParcelLabel? Label { get; private set; }
    }

    private sealed class ParcelLabel
    {
        public ParcelOrder Order { get; set; }
    }
}
