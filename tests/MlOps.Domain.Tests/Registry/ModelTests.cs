using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ModelTests
{
    private static readonly DateTimeOffset Later = Sample.Time.AddHours(1);

    public static TheoryData<string> Changes => [.. ChangesByName.Keys];

    private static Dictionary<string, Action<Model, DateTimeOffset>> ChangesByName => new()
    {
        ["describe"] = (model, at) => model.Describe("who will leave", at),
        ["hand over"] = (model, at) => model.HandOver("grace", at),
        ["tag"] = (model, at) => model.Tag("team", "growth", at),
        ["untag"] = (model, at) => model.Untag("area", at),
        ["set baseline"] = (model, at) => model.SetBaseline(MetricSet.Empty.With("f1", 0.8), at),
        ["archive"] = (model, at) => model.Archive(at),
    };

    [Fact]
    public void A_registered_model_is_active_and_empty()
    {
        var model = Model.Register("churn", "classification", "onnx", Sample.Time, "ada", "who leaves");

        Assert.Equal(("churn", "classification", "onnx"), (model.Name, model.ModelType, model.Framework));
        Assert.Equal(("ada", "who leaves"), (model.Owner, model.Description));
        Assert.Equal(ModelStatus.Active, model.Status);
        Assert.Equal((Sample.Time, Sample.Time), (model.CreatedAt, model.UpdatedAt));
        Assert.Same(TagSet.Empty, model.Tags);
        Assert.Same(MetricSet.Empty, model.BaselineMetrics);
    }

    [Theory, MemberData(nameof(Changes))]
    public void Every_change_has_an_effect_and_a_time(string change)
    {
        var model = RegisterTagged();
        var before = StateOf(model);

        ChangesByName[change](model, Later);

        Assert.NotEqual(before, StateOf(model));
        Assert.Equal((Sample.Time, Later), (model.CreatedAt, model.UpdatedAt));
    }

    [Theory, MemberData(nameof(Changes))]
    public void A_change_at_an_impossible_time_changes_nothing(string change)
    {
        foreach (var time in Hostile.Times)
        {
            var model = RegisterTagged();
            var before = StateOf(model);

            Refused.Value("UpdatedAt", "between 1970 and 9998", () => ChangesByName[change](model, time));
            Assert.Equal(before, StateOf(model));
            Assert.Equal(Sample.Time, model.UpdatedAt);
        }
    }

    [Fact]
    public void Changes_to_values_that_cannot_be_stored_change_nothing()
    {
        var model = RegisterTagged();
        var before = StateOf(model);

        foreach (var text in Hostile.Texts)
        {
            Refused.Value("Description", "", () => model.Describe(text, Later));
            Refused.Value("Owner", "", () => model.HandOver(text, Later));
            Refused.Value("Tag", "", () => model.Tag(text, "x", Later));
            Refused.Value("Tag 'area'", "", () => model.Tag("area", text, Later));
        }

        Refused.Value("Owner", "''", () => model.HandOver("", Later));
        Refused.Value("BaselineMetrics", "null", () => model.SetBaseline(null!, Later));
        Assert.Equal(before, StateOf(model));
        Assert.Equal(Sample.Time, model.UpdatedAt);
    }

    [Fact]
    public void A_description_can_be_removed()
    {
        var model = Model.Register("churn", "classification", "onnx", Sample.Time, description: "who leaves");

        model.Describe(null, Later);

        Assert.Null(model.Description);
    }

    [Fact]
    public void An_archived_model_can_be_restored_and_nothing_happens_twice()
    {
        var model = Sample.Model();

        Refused.Transition(() => model.Restore(Later), "churn", "Active");
        model.Archive(Later);
        Refused.Transition(() => model.Archive(Later.AddHours(1)), "churn", "Archived");
        Assert.Equal((ModelStatus.Archived, Later), (model.Status, model.UpdatedAt));
        model.Restore(Later.AddHours(2));
        Assert.Equal((ModelStatus.Active, Later.AddHours(2)), (model.Status, model.UpdatedAt));
    }

    [Fact]
    public void The_longest_texts_are_accepted_and_longer_ones_refused()
    {
        var name = new string('n', Model.MaxNameLength);
        var kind = new string('k', Model.MaxKindLength);

        Assert.Equal(name, Model.Register(name, kind, kind, Sample.Time, name).Owner);
        Refused.Value("Name", "256", () => Model.Register(name + "n", kind, kind, Sample.Time));
        Refused.Value("ModelType", "101", () => Model.Register(name, kind + "k", kind, Sample.Time));
        Refused.Value("Framework", "101", () => Model.Register(name, kind, kind + "k", Sample.Time));
        Refused.Value("Owner", "256", () => Model.Register(name, kind, kind, Sample.Time, name + "n"));
    }

    private static Model RegisterTagged()
    {
        var model = Sample.Model();
        model.Tag("area", "sales", Sample.Time);
        return model;
    }

    private static object StateOf(Model model) =>
        (model.Description, model.Owner, model.Tags, model.BaselineMetrics, model.Status);
}
