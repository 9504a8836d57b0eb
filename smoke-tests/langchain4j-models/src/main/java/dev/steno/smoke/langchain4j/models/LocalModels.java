package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import java.util.ArrayList;
import java.util.List;

/** Other models that an application wrote itself, and that send nothing. */
final class LocalModels {
  private LocalModels() {}

  static final class HashEmbeddingModel implements EmbeddingModel {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      List<Embedding> embeddings = new ArrayList<>();
      for (TextSegment segment : segments) {
        if (segment.text().contains("[embedding-throws")) {
          throw new IllegalStateException("thrown by the model");
        }
        embeddings.add(Embedding.from(new float[] {0.25f, segment.text().length(), 0.75f}));
      }
      return Response.from(embeddings, new TokenUsage(80));
    }
  }

  static final class StrictModerationModel implements ModerationModel {
    @Override
    public Response<Moderation> moderate(String text) {
      return Response.from(Moderation.flagged(text));
    }

    @Override
    public Response<Moderation> moderate(List<ChatMessage> messages) {
      return moderate(((UserMessage) messages.get(0)).singleText());
    }
  }

  static final class LengthScoringModel implements ScoringModel {
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
      return Response.from(
          segments.stream().map(segment -> segment.text().length() / 100.0).toList());
    }
  }

  static final class PixelImageModel implements ImageModel {
    @Override
    public Response<Image> generate(String prompt) {
      return Response.from(
          Image.builder()
              .base64Data("iVBORw0KGgo=")
              .mimeType("image/png")
              .revisedPrompt("a pixel")
              .build());
    }

    @Override
    public Response<Image> edit(Image image, String prompt) {
      return Response.from(Image.builder().url("https://example.com/pixel.png").build());
    }
  }
}
