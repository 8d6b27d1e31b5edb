using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ModelVersionTests
{
    private static readonly DateTimeOffset Later = Sample.Time.AddHours(1);

    [Fact]
    public void A_version_begins_in_training_and_without_a_stage()
    {
        var origin = new ModelVersionOrigin
        {
            MlflowRunId = "run",
            Hyperparameters = Json.Parse("1"),
            Parameters = Json.Parse("2"),
        };
        var version = ModelVersion.Begin(Sample.Model(tenant: Sample.Tenant), "3", Sample.Time, origin);

        Assert.Equal(("churn", "3", Sample.Tenant), (version.ModelName, version.Version, version.TenantId));
        Assert.Equal((VersionStatus.Training, ModelStage.None), (version.Status, version.Stage));
        Assert.Equal(
            (Sample.Time, Sample.Time, Sample.Time), (version.CreatedAt, version.StageChangedAt, version.UpdatedAt));
        Assert.Equal(("run", "1", "2"), (version.MlflowRunId, version.Hyperparameters?.Text, version.Parameters?.Text));
        Assert.Equal("Version 3 of model 'churn'", version.ToString());
        Assert.Null(version.Artifact);
        Assert.Null(version.Signature);
    }

    [Fact]
    public void A_version_of_a_model_without_a_tenant_has_no_tenant() =>
        Assert.Equal(Guid.Empty, Sample.VersionInTraining().TenantId);

    [Fact]
    public void An_archived_model_gets_no_versions_until_it_is_restored()
    {
        var model = Sample.Model();
        model.Archive(Sample.Time);

        Refused.Transition(() => ModelVersion.Begin(model, "1", Sample.Time), "churn", "archived");
        model.Restore(Sample.Time);
        Assert.Equal("1", ModelVersion.Begin(model, "1", Sample.Time).Version);
    }

    [Fact]
    public void Completed_training_stores_metrics_and_scores()
    {
        var version = Sample.VersionInTraining();
        version.CompleteTraining(Later, MetricSet.Empty.With("auc", 0.9), 1, 2);

        Assert.Equal((VersionStatus.Active, Later), (version.Status, version.UpdatedAt));
        Assert.Equal((0.9, 1, 2), (version.Metrics["auc"], version.F1Score, version.BrierScore));
    }

    [Theory]
    [InlineData(double.NaN, 0.5, "F1Score")]
    [InlineData(double.PositiveInfinity, 0.5, "F1Score")]
    [InlineData(double.NegativeInfinity, 0.5, "F1Score")]
    [InlineData(-double.Epsilon, 0.5, "F1Score")]
    [InlineData(1.0000000000000002, 0.5, "F1Score")]
    [InlineData(0.5, double.NaN, "BrierScore")]
    [InlineData(0.5, double.PositiveInfinity, "BrierScore")]
    [InlineData(0.5, double.NegativeInfinity, "BrierScore")]
    [InlineData(0.5, -double.Epsilon, "BrierScore")]
    [InlineData(0.5, 2.0000000000000004, "BrierScore")]
    public void A_score_out_of_range_does_not_end_the_training(double f1, double brier, string property)
    {
        var version = Sample.VersionInTraining();

        Refused.Value(
            property,
            $"{(property == "F1Score" ? f1 : brier):R}",
            () => version.CompleteTraining(Later, null, f1, brier));
        Assert.Equal((VersionStatus.Training, Sample.Time), (version.Status, version.UpdatedAt));
        Assert.Equal((null, null), (version.F1Score, version.BrierScore));
    }

    [Fact]
    public void Failed_training_stores_its_reason()
    {
        var version = Sample.VersionInTraining();

        Refused.Value("FailureReason", "''", () => version.Fail("", Later));
        Assert.All(Hostile.Texts, text => Refused.Value("FailureReason", "", () => version.Fail(text, Later)));
        Assert.Equal(VersionStatus.Training, version.Status);
        version.Fail("out of memory", Later);
        Assert.Equal(
            (VersionStatus.Failed, "out of memory", Later), (version.Status, version.FailureReason, version.UpdatedAt));
    }

    [Fact]
    public void Training_ends_once()
    {
        ModelVersion[] all =
        [
            Sample.TrainedVersion(),
            Sample.FailedVersion(),
            Sample.VersionIn(ModelStage.Production),
            Sample.VersionIn(ModelStage.Archived),
        ];
        foreach (var ended in all)
        {
            var status = ended.Status;
            Refused.Transition(() => ended.CompleteTraining(Later), $"{ended}", $"{status}");
            Refused.Transition(() => ended.Fail("too late", Later), $"{ended}", $"{status}");
            Assert.Equal(status, ended.Status);
        }
    }

    [Fact]
    public void Nothing_changes_at_an_impossible_time()
    {
        foreach (var time in Hostile.Times)
        {
            var version = Sample.VersionInTraining();
            Refused.Value(
                "UpdatedAt", "1970", () => version.CompleteTraining(time, MetricSet.Empty.With("auc", 1), 1, 1));
            Refused.Value("UpdatedAt", "1970", () => version.Fail("why", time));
            Refused.Value("UpdatedAt", "1970", () => version.Attach(new Artifact("s3://m", 1, "sha256:0"), time));
            Refused.Value(
                "UpdatedAt",
                "1970",
                () => version.SetSignature(new ModelSignature(Json.Parse("1"), Json.Parse("2")), time));
            Refused.Value("UpdatedAt", "1970", () => version.StoreEncrypted([1], "key", time));

            Assert.Equal((VersionStatus.Training, Sample.Time), (version.Status, version.UpdatedAt));
            Assert.Equal((0, null, null), (version.Metrics.Count, version.F1Score, version.FailureReason));
            Assert.Equal(
                (null, null, null, null),
                (version.Artifact, version.Signature, version.EncryptedModel, version.EncryptionKeyId));
        }
    }

    [Fact]
    public void A_version_stores_an_artifact_a_signature_and_the_encrypted_model()
    {
        var version = Sample.VersionInTraining();
        var artifact = new Artifact("s3://m", 5, "sha256:0");
        var signature = new ModelSignature(Json.Parse("1"), Json.Parse("2"));
        version.Attach(artifact, Later);
        version.SetSignature(signature, Later);
        version.StoreEncrypted([1, 2], "key", Later);

        Assert.Equal((artifact, signature, Later), (version.Artifact, version.Signature, version.UpdatedAt));
        Assert.Equal([1, 2], version.EncryptedModel!);
        Assert.Equal("key", version.EncryptionKeyId);
    }

    [Fact]
    public void Missing_and_empty_values_are_refused()
    {
        var version = Sample.VersionInTraining();

        Refused.Value("Artifact", "null", () => version.Attach(null!, Later));
        Refused.Value("Signature", "null", () => version.SetSignature(null!, Later));
        Refused.Value("EncryptedModel", "null", () => version.StoreEncrypted(null!, "key", Later));
        Refused.Value("EncryptedModel", "no bytes", () => version.StoreEncrypted([], "key", Later));
        Assert.All(
            [.. Hostile.Texts, ""],
            id => Refused.Value("EncryptionKeyId", "", () => version.StoreEncrypted([1], id, Later)));
        Assert.Equal((null, Sample.Time), (version.EncryptedModel, version.UpdatedAt));
    }

    [Fact]
    public void The_longest_texts_are_accepted_and_longer_ones_refused()
    {
        var name = new string('v', ModelVersion.MaxVersionLength);

        Assert.Equal(name, Sample.VersionInTraining(name).Version);
        Refused.Value("Version", "51", () => Sample.VersionInTraining(name + "v"));
    }

    [Fact]
    public void The_files_of_a_version_in_production_cannot_be_replaced()
    {
        var version = Sample.TrainedVersion();
        version.PromoteToProduction(null, new StageChange("me", "first", Later));

        Refused.Transition(() => version.Attach(new Artifact("a", 1, "c"), Later), "in production", "artifact");
        Refused.Transition(
            () => version.SetSignature(new ModelSignature(Json.Parse("1"), Json.Parse("2")), Later),
            "in production",
            "signature");
        Refused.Transition(() => version.StoreEncrypted([1], "key", Later), "in production", "model");
        Assert.Equal((null, null, null), (version.Artifact, version.Signature, version.EncryptedModel));
    }

    [Fact]
    public void A_later_change_to_the_bytes_does_not_change_the_encrypted_model()
    {
        byte[] given = [1, 2];
        var version = Sample.TrainedVersion();
        version.StoreEncrypted(given, "key", Later);
        given[0] = 9;
        Assert.Equal([1, 2], version.EncryptedModel!);
    }
}
