package dev.steno.smoke.openai;

import com.openai.core.http.HttpResponse;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import dev.steno.smoke.contract.Transcript;
import java.util.Arrays;
import java.util.Map;

/** What else than chat can be asked for. */
final class EndpointShapes {
  private EndpointShapes() {}

  static void addTo(Map<String, Shape> shapes) {
    shapes.put("responses", EndpointShapes::responses);
    shapes.put("completions", EndpointShapes::completions);
    shapes.put("embeddings", EndpointShapes::embeddings);
    shapes.put("images", EndpointShapes::images);
    shapes.put("moderations", EndpointShapes::moderations);
    shapes.put("transcription", EndpointShapes::transcription);
    shapes.put("speech", EndpointShapes::speech);
  }

  private static void responses(Sdk sdk, Transcript out) {
    out.result(
        sdk.client()
            .responses()
            .create(
                ResponseCreateParams.builder()
                    .model(Sdk.MODEL)
                    .instructions("You are terse.")
                    .input(Sdk.prompt("responses"))
                    .build()));
  }

  private static void completions(Sdk sdk, Transcript out) {
    out.result(
        sdk.client()
            .completions()
            .create(
                CompletionCreateParams.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt(Sdk.prompt("completions"))
                    .build()));
  }

  private static void embeddings(Sdk sdk, Transcript out) {
    out.result(
        sdk.client()
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("text-embedding-3-small")
                    .input(Sdk.prompt("embeddings"))
                    .build()));
  }

  private static void images(Sdk sdk, Transcript out) {
    out.result(
        sdk.client()
            .images()
            .generate(
                ImageGenerateParams.builder()
                    .model("gpt-image-1")
                    .prompt(Sdk.prompt("images"))
                    .build()));
  }

  private static void moderations(Sdk sdk, Transcript out) {
    out.result(sdk.client().moderations().create(moderation("moderations")));
  }

  static ModerationCreateParams moderation(String shape) {
    return ModerationCreateParams.builder()
        .model("omni-moderation-latest")
        .input(Sdk.prompt(shape))
        .build();
  }

  private static void transcription(Sdk sdk, Transcript out) {
    byte[] sound = new byte[2_048];
    Arrays.fill(sound, (byte) 7);
    out.result(
        sdk.client()
            .audio()
            .transcriptions()
            .create(
                TranscriptionCreateParams.builder()
                    .model("gpt-4o-transcribe")
                    .prompt(Sdk.prompt("transcription"))
                    .file(sound)
                    .build()));
  }

  private static void speech(Sdk sdk, Transcript out) throws Exception {
    SpeechCreateParams params =
        SpeechCreateParams.builder()
            .model("gpt-4o-mini-tts")
            .voice("alloy")
            .input(Sdk.prompt("speech"))
            .build();
    try (HttpResponse sound = sdk.client().audio().speech().create(params)) {
      out.type("class", sound);
      out.fact("bytes", Arrays.hashCode(sound.body().readAllBytes()));
    }
  }
}
