using System.Buffers;
using System.Text;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Retraining;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

[NeedsNoServer]
public class WriteCodecTests
{
    [Fact]
    public void Entities_of_every_type_come_back_field_by_field()
    {
        using var context = TestModels.CreateContext();
        var entities = Population.Create().Concat(Sample.BarePredictions()).ToList();
        foreach (var entity in entities.OfType<Prediction>().Where(prediction => prediction.PredictedValue is not null))
        {
            entity.RecordLabel(double.Epsilon, Sample.Noon);
            entity.CorrectLabel(-0.0, Sample.Hostile, Sample.Noon);
        }

        foreach (var entity in entities)
        {
            var read = WriteCodec.Read(context.Model, ToBytes(entity)).Entity!;
            // What the database computes is not written.
            Assert.DoesNotContain(
                Fields.Differences(context, entity, read),
                    difference => difference.Split(':')[0] is not ("Error" or "Utilization" or "Duration"));
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(46), InlineData(1000)]
    public void Features_come_back_bit_by_bit_from_a_journal_and_as_numbers_from_a_dead_letter(int count)
    {
        var specials = new double?[] { null, double.NaN, -0.0, double.PositiveInfinity, double.Epsilon, double.MaxValue, 0.1 + 0.2 };
        double?[] features = [.. Enumerable.Range(0, count).Select(i => specials[i % specials.Length])];
        var prediction = Build.Prediction();
        typeof(Prediction).GetProperty(nameof(Prediction.Features))!.SetValue(prediction, features);
        using var context = TestModels.CreateContext();

        var fromJournal = (Prediction)WriteCodec.Read(context.Model, ToBytes(prediction)).Entity!;
        var letter = WriteCodec.ToText(context.Model, Write.Of(prediction));
        var fromLetter = (Prediction)WriteCodec.Read(context.Model, nameof(Prediction), Encoding.UTF8.GetBytes(letter)).Entity!;

        Assert.Equal(features.Select(Bits), fromJournal.Features!.Select(Bits));
        Assert.Equal(features.Select(Bits), fromLetter.Features!.Select(Bits));
        if (count > 0)
            Assert.Contains("\"Features\":[null", letter, StringComparison.Ordinal);

        static long? Bits(double? value) => value is { } number ? BitConverter.DoubleToInt64Bits(number) : null;
    }

    [Theory, InlineData("\"AAA=\""), InlineData("\"no base64\""), InlineData("7"), InlineData("{}")]
    public void Features_in_no_known_form_are_refused(string features)
    {
        using var context = TestModels.CreateContext();
        var json = Encoding.UTF8.GetBytes($$"""{"Features":{{features}}}""");

        Assert.Throws<JsonException>(() => WriteCodec.Read(context.Model, nameof(Prediction), json));
    }

    [Fact]
    public void A_label_comes_back()
    {
        var label = new Label(Guid.CreateVersion7(Sample.Noon), 0.1 + 0.2, Sample.Noon);
        using var context = TestModels.CreateContext();
        var read = WriteCodec.Read(context.Model, ToBytes(Write.Of(label, Tenants.Default)));
        Assert.Equal((label, Tenants.Default), (read.Label, read.TenantId));
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void Numbers_that_json_does_not_know_come_back(double number)
    {
        // The domain refuses them; an application's own leaf may not, nor does PostgreSQL.
        var prediction = Build.Prediction("test", 1);
        typeof(Prediction).GetProperty(nameof(Prediction.PredictedValue))!.SetValue(prediction, number);
        using var context = TestModels.CreateContext();
        Assert.Equal(number, ((Prediction)WriteCodec.Read(context.Model, ToBytes(prediction)).Entity!).PredictedValue);
    }

    [Theory, InlineData("\"a \\\"text\\\"\""), InlineData("[]"), InlineData(" null"), InlineData("-1.50e+300"),
        InlineData("{ \"a\\u0041\": [1, {}] }"), InlineData("deep")]
    public void A_document_comes_back_as_it_was_written(string text)
    {
        if (text == "deep")
            text = new string('[', 250) + new string(']', 250);

        var prediction = Prediction.ForService("test", "quality", 1, Sample.Noon, new PredictionDetails { Context = Json.Parse(text) });
        using var context = TestModels.CreateContext();
        Assert.Equal(text.Trim(), ((Prediction)WriteCodec.Read(context.Model, ToBytes(prediction)).Entity!).Context!.Text);
    }

    // By their numbers, since an attribute would turn them into something storable.
    [Theory, InlineData(0), InlineData(0xD83D), InlineData(0xDE80)]
    public void Text_that_would_come_back_as_another_or_never_be_stored_is_refused(int character)
    {
        // The domain refuses it; an application's own leaf may not.
        var prediction = Build.Prediction("test", 1);
        typeof(Prediction).GetProperty(nameof(Prediction.Explanation))!.SetValue(prediction, $"a{(char)character}b");
        var error = Assert.Throws<InvalidValueException>(() => ToBytes(prediction));
        Assert.Equal(nameof(Prediction.Explanation), error.Property);
    }

    [Fact]
    public void So_is_such_text_in_a_list()
    {
        var decision = Population.Create().OfType<RetrainingDecision>().First();
        typeof(RetrainingDecision).GetProperty(nameof(RetrainingDecision.RejectionReasons))!.SetValue(decision, (string[])["a", "b\ud83d"]);
        Assert.Equal(nameof(RetrainingDecision.RejectionReasons), Assert.Throws<InvalidValueException>(() => ToBytes(decision)).Property);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Feedback")]
    [InlineData("Nothing\n{}")]
    [InlineData("Feedback\n{\"Colour\": 1}")]
    [InlineData("Feedback\n{\"Rating\": \"many\"}")]
    [InlineData("Feedback\n{")]
    public void What_was_not_written_by_it_is_refused(string text)
    {
        using var context = TestModels.CreateContext();
        Assert.ThrowsAny<JsonException>(() => WriteCodec.Read(context.Model, Encoding.UTF8.GetBytes(text)));
    }

    private static ReadOnlyMemory<byte> ToBytes(Entity entity) => ToBytes(Write.Of(entity));

    private static ReadOnlyMemory<byte> ToBytes(Write write)
    {
        using var context = TestModels.CreateContext();
        var output = new ArrayBufferWriter<byte>();
        WriteCodec.Write(context.Model, output, write);
        return output.WrittenMemory;
    }
}
