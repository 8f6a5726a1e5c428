namespace ControlPlane.Guardrails.Proving;

/// <summary>What people make in Studio, and what can be done to it.</summary>
static class Artefacts
{
    static readonly (string Type, string[] Reads, string[] Changes)[] _types =
    [
        ("training-job", ["DescribeTrainingJob"], ["StopTrainingJob"]),
        ("processing-job", ["DescribeProcessingJob"], ["StopProcessingJob"]),
        ("transform-job", ["DescribeTransformJob"], ["StopTransformJob"]),
        ("hyper-parameter-tuning-job", ["DescribeHyperParameterTuningJob"], ["StopHyperParameterTuningJob"]),
        ("automl-job", ["DescribeAutoMLJobV2"], ["StopAutoMLJob"]),
        ("model", ["DescribeModel"], ["DeleteModel"]),
        ("endpoint-config", ["DescribeEndpointConfig"], ["DeleteEndpointConfig"]),
        ("endpoint", ["DescribeEndpoint", "InvokeEndpoint"], ["UpdateEndpoint", "DeleteEndpoint"]),
        ("experiment", ["DescribeExperiment"], ["UpdateExperiment", "DeleteExperiment"]),
        ("experiment-trial", ["DescribeTrial"], ["UpdateTrial", "DeleteTrial"]),
        ("experiment-trial-component", ["DescribeTrialComponent", "BatchGetMetrics"], ["UpdateTrialComponent", "DeleteTrialComponent", "AssociateTrialComponent", "DisassociateTrialComponent", "BatchPutMetrics"]),
        ("pipeline", ["DescribePipeline"], ["UpdatePipeline", "DeletePipeline", "StartPipelineExecution"]),
    ];

    /// <summary>Actions that read an artefact, with the type that they read.</summary>
    public static IReadOnlyList<(string Action, string Type)> Reads { get; } = [.. from t in _types from a in t.Reads select ($"sagemaker:{a}", t.Type)];

    /// <summary>Actions that change an artefact, with the type that they change.</summary>
    public static IReadOnlyList<(string Action, string Type)> Changes { get; } = [.. from t in _types from a in t.Changes select ($"sagemaker:{a}", t.Type)];

    /// <summary>Actions that make an artefact, with the type that they make.</summary>
    public static IReadOnlyList<(string Action, string Type)> Makes { get; } =
    [
        ("sagemaker:CreateTrainingJob", "training-job"), ("sagemaker:CreateProcessingJob", "processing-job"), ("sagemaker:CreateModel", "model"),
        ("sagemaker:CreateExperiment", "experiment"), ("sagemaker:CreatePipeline", "pipeline"),
    ];
}
